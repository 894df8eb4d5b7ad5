package dev.reverb.applications.jdbc;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says why a database could not be asked: in one line, without the address and the password with which it was. */
final class Failures {

    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 10;

    private final List<String> secrets;

    /**
     * What must not be said.
     *
     * @param secrets the longer first, where one may be within another
     */
    Failures(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isBlank()).toList();
    }

    /** The failure to pass on. The driver's own is not its cause: what that says is not known. */
    IllegalStateException of(SQLException failed) {
        return new IllegalStateException("The applications' database cannot be asked: " + reason(failed));
    }

    private String reason(SQLException failed) {
        Set<String> reasons = new LinkedHashSet<>();
        Throwable cause = failed;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            reasons.add(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
            cause = cause.getCause();
        }
        String said = String.join("; ", reasons);
        for (String secret : secrets) {
            said = said.replace(secret, "***");
        }
        said = said.replaceAll("\\s+", " ");
        return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    }
}
