package dev.reverb.internal.threads;

import org.jspecify.annotations.Nullable;

/** How code of the application's has failed, for the log: without messages, which may quote what clients or their requests say. */
public final class UserFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** How many causes behind one another are told; they may go round. */
    private static final int MAX_CAUSES = 8;

    private UserFailure(Throwable broken, @Nullable UserFailure cause) {
        super(broken.getClass().getName(), cause, false, true);
        setStackTrace(broken.getStackTrace());
    }

    /** What was thrown, and where; its causes likewise. */
    public static UserFailure of(Throwable broken) {
        return of(broken, MAX_CAUSES);
    }

    private static UserFailure of(Throwable broken, int causes) {
        Throwable cause = causes == 0 ? null : broken.getCause();
        return new UserFailure(broken, cause == null ? null : of(cause, causes - 1));
    }
}
