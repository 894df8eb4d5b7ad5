package dev.reverb.examples.shop.model;

import dev.reverb.broadcasting.auth.BroadcastUser;

/** Who buys. */
public record User(String id, String name) implements BroadcastUser {}
