package dev.reverb.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words why something could not be read, written or started. */
public final class Reasons {

    private Reasons() {}

    /**
     * The reason, on one line.
     *
     * @param failure what happened
     * @return the reason, without the name of the file where Java has a kind of exception for it
     */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException onFile ? onFile.getReason() : failure.getMessage();
        return Printable.escaped(reason == null ? failure.getClass().getSimpleName() : reason);
    }
}
