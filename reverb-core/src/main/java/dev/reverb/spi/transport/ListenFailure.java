package dev.reverb.spi.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Says in words that an operator understands why a transport could not listen. For authors of transports. */
public final class ListenFailure {

    private ListenFailure() {}

    /**
     * The exception that {@link Transport#start} throws where the host is unknown or the port cannot be bound.
     *
     * @param host as it was asked for
     * @param port as it was asked for
     * @param cause what binding threw, or a wrapper of that
     * @return an exception whose message names the host or the port and what is wrong with it
     */
    public static IOException exception(String host, int port, Exception cause) {
        return new IOException(reason(host, port, innermost(cause)), cause);
    }

    private static Throwable innermost(Throwable wrapper) {
        Throwable cause = wrapper;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String reason(String host, int port, Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "The host " + host + " is unknown";
        }
        if (cause instanceof BindException && text.contains("in use")) {
            return "Port " + port + " on " + host + " is already in use";
        }
        if (cause instanceof BindException && text.contains("assign requested address")) {
            return host + " is not an address of this machine";
        }
        if (text.contains("permission denied")) {
            return "Port " + port + " on " + host + " may not be used by this process";
        }
        return "Port " + port + " on " + host + " cannot be bound: " + cause.getMessage();
    }
}
