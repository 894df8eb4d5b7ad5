package dev.reverb.benchmarks.load;

/** What a mode does, from opening connections to its figures. */
interface Run {

    /** Runs; all failures and figures are in the session afterwards. */
    void run();

    /** The mode's. */
    static Run of(Session session) {
        return switch (session.options.mode) {
            case IDLE -> new IdleRun(session);
            case FANOUT, RATE, MANY -> new EventRun(session);
            case WHISPER -> new WhisperRun(session);
            case HTTP -> new HttpRun(session);
            case CHURN -> new ChurnRun(session);
        };
    }
}
