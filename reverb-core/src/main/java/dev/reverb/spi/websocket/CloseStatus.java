package dev.reverb.spi.websocket;

/** The status codes of Close frames that a reader tells apart (RFC 6455 section 7.4). */
final class CloseStatus {

    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;
    static final int NO_STATUS = 1005;
    static final int INVALID_PAYLOAD = 1007;
    static final int TOO_LARGE = 1009;

    private CloseStatus() {}

    /**
     * Whether a peer may send this code: those of the RFC that may go over the wire, those registered since (1012 to
     * 1014), and the ranges for libraries and applications.
     */
    static boolean mayBeSent(int code) {
        return code >= 3000 && code <= 4999 || code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014;
    }
}
