/** Broadcasting in a servlet container. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.servlet;
