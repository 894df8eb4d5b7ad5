package dev.reverb.spi.scaling;

/** The back-end cannot take this now; trying again later makes sense. */
public final class BusUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message why, without anything secret
     */
    public BusUnavailableException(String message) {
        super(message);
    }
}
