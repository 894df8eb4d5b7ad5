package dev.reverb.tck.transport;

/** How much of something the kits do: little in the usual form, much with {@code -Dreverb.long=true}. */
final class KitSize {

    private static final boolean LONG = Boolean.getBoolean("reverb.long");

    private KitSize() {}

    static int of(int usual, int inTheLongForm) {
        return LONG ? inTheLongForm : usual;
    }
}
