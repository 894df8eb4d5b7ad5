package dev.reverb.examples.springboot;

/** There is nothing left of what is asked for. */
class SoldOutException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
