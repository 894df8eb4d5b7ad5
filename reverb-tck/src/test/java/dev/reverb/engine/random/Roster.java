package dev.reverb.engine.random;

import dev.reverb.channel.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is on a presence channel, as far as somebody has been told; it refuses what cannot be. */
final class Roster {

    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":(\\{\"at\":\\d+})");
    private static final Pattern ADDED = Pattern.compile("\\{\"user_id\":\"(\\w+)\",\"user_info\":(.*)}");
    private static final Pattern REMOVED = Pattern.compile("\\{\"user_id\":\"(\\w+)\"}");

    private final Map<String, String> members = new LinkedHashMap<>();

    /** What is signed of a user's connection. */
    static String channelData(String user, int client) {
        return "{\"user_id\":\"" + user + "\",\"user_info\":{\"at\":" + client + "}}";
    }

    /** The user that a member event is about. */
    static String userOf(Told told) {
        Pattern pattern = told.kind() == Told.Kind.ADDED ? ADDED : REMOVED;
        Matcher matcher = pattern.matcher(told.text());
        if (!matcher.matches()) {
            throw new AssertionError("Not a member event: " + told);
        }
        return matcher.group(1);
    }

    static Roster of(List<Member> members) {
        Roster roster = new Roster();
        members.forEach(
                member -> roster.members.put(member.userId(), member.userInfo().orElseThrow()));
        return roster;
    }

    void apply(Told told) {
        switch (told.kind()) {
            case SUCCEEDED -> replace(told.text());
            case ADDED -> {
                Matcher matcher = ADDED.matcher(told.text());
                if (!matcher.matches() || members.putIfAbsent(matcher.group(1), matcher.group(2)) != null) {
                    throw new AssertionError(told + " was told of somebody who is there: " + this);
                }
            }
            case REMOVED -> {
                if (members.remove(userOf(told)) == null) {
                    throw new AssertionError(told + " was told of somebody who is not there: " + this);
                }
            }
            default -> {}
        }
    }

    private void replace(String snapshot) {
        members.clear();
        Matcher matcher = MEMBER.matcher(snapshot);
        while (matcher.find()) {
            members.put(matcher.group(1), matcher.group(2));
        }
        if (!snapshot.equals(toString())) {
            throw new AssertionError("Not a snapshot: " + snapshot);
        }
    }

    int size() {
        return members.size();
    }

    /** The {@code data} of the {@code subscription_succeeded} that tells of it. */
    @Override
    public String toString() {
        StringBuilder ids = new StringBuilder();
        StringBuilder hash = new StringBuilder();
        members.forEach((id, info) -> {
            String separator = ids.isEmpty() ? "" : ",";
            ids.append(separator).append('"').append(id).append('"');
            hash.append(separator).append('"').append(id).append("\":").append(info);
        });
        return "{\"presence\":{\"count\":" + size() + ",\"ids\":[" + ids + "],\"hash\":{" + hash + "}}}";
    }
}
