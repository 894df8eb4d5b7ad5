package dev.reverb.server.config;

/**
 * Where something stands in a source of settings: what a message about it begins with, such as {@code reverb.yaml:7:
 * apps[0].key} or {@code REVERB_SERVER_PORT}. Immutable.
 *
 * @param source the file; empty where there is none
 * @param line the line in it from 1, or 0 where lines mean nothing
 * @param path the names that lead there
 */
record Place(String source, int line, String path) {

    /** An option of the command line, or a variable of the process. */
    static Place of(String name) {
        return new Place("", 0, name);
    }

    /** A key of the object that stands here. */
    Place key(String key, int line) {
        return new Place(source, line, path.isEmpty() ? key : path + "." + key);
    }

    /** An item of the list that stands here. */
    Place item(int index, int line) {
        return new Place(source, line, path + "[" + index + "]");
    }

    /** What to throw where something here is wrong. */
    ConfigurationException wrong(String problem) {
        return new ConfigurationException(this + ": " + problem);
    }

    @Override
    public String toString() {
        String shown = Printable.escaped(path);
        return source.isEmpty() ? shown : source + (line > 0 ? ":" + line : "") + ": " + shown;
    }
}
