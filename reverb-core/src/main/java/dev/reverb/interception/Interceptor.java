package dev.reverb.interception;

/** Decides what clients may do. */
public interface Interceptor {}
