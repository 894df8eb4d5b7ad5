/** Serves Reverb in Jakarta containers. */
package dev.reverb.transport.jakarta;
