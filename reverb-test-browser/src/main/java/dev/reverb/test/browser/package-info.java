/** Headless Chromium for tests: this repository's own, never published. */
@NullMarked
package dev.reverb.test.browser;

import org.jspecify.annotations.NullMarked;
