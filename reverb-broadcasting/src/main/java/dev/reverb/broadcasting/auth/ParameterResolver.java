package dev.reverb.broadcasting.auth;

import java.util.Optional;

/**
 * Finds the object that a wildcard's part of a channel's name stands for, such as an order by its number; see {@link
 * Channels#bind(String, Class, ParameterResolver)}. Called by several threads at a time, never on a lane, so it may block for a
 * while.
 *
 * @param <K> the type that the part of the name is read as
 */
@FunctionalInterface
public interface ParameterResolver<K> {

    /**
     * Finds the object.
     *
     * @param key what the part of the name says
     * @return the object; empty where there is none, which is answered 403 without asking the rule
     * @throws Exception where it cannot be told: answered 500, and the cause goes to the log
     */
    Optional<?> resolve(K key) throws Exception;
}
