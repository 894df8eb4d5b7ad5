/**
 * JSON in and out as bytes: what the other internal packages read from clients and publishers, and the frames that go
 * out. Values that are only handed on stay slices of the bytes they came in. Imports no other internal package.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.wire;
