/** Serves Reverb over Undertow. */
package dev.reverb.transport.undertow;
