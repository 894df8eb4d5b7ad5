package dev.reverb.applications.jdbc;

/** A row of the table that no application can be made of. Its message names the column, and shows nothing that may be secret. */
final class BadRowException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRowException(String column, String problem) {
        super(column + " " + problem, null, false, false);
    }
}
