package dev.reverb.spring.boot;

/** Reverb cannot start with these properties. Says which, and never the value of a secret. */
final class InvalidSettingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String action;

    InvalidSettingException(String description, String action) {
        super(description);
        this.action = action;
    }

    /**
     * A value that a builder refused.
     *
     * @param prefix the property above the setting's, such as {@code reverb.app}
     * @param refused what the builder said: the setting's name in snake case, and what is wrong with it
     */
    static InvalidSettingException of(String prefix, IllegalArgumentException refused) {
        String[] said = String.valueOf(refused.getMessage()).split(" ", 2);
        String property = prefix + "." + said[0].replace('_', '-');
        InvalidSettingException invalid = new InvalidSettingException(
                property + " " + said[said.length - 1] + ".", "Change the value of " + property + ".");
        invalid.initCause(refused);
        return invalid;
    }

    /** What the user is to do, as a sentence. */
    String action() {
        return action;
    }
}
