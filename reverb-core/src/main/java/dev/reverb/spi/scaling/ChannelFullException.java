package dev.reverb.spi.scaling;

/** A presence channel has as many users as it may have. */
public final class ChannelFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception. */
    public ChannelFullException() {
        super("The channel has as many members as it may have");
    }
}
