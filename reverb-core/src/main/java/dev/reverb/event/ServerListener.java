package dev.reverb.event;

/** Is told what happens on a server. */
public interface ServerListener {}
