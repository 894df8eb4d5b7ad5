package dev.reverb.broadcasting.auth;

/** A user beside an object of the application's, of which nothing is told. */
record AdaptedUser(String id, Object account) implements BroadcastUser {

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(account);
    }

    @Override
    public String toString() {
        return "BroadcastUser[" + id + "]";
    }
}
