/** Small programs, each a page, each run by a test. */
package dev.reverb.examples;
