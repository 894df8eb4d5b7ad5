package dev.reverb.engine.random;

import dev.reverb.engine.random.Told.Kind;
import java.util.ArrayList;
import java.util.List;

/** What one connection asked of a channel, and what it was told. */
final class ChannelLog {

    /** No phase: it has not happened. */
    static final int NEVER = Integer.MAX_VALUE;

    private record Command(boolean subscribe, int phase, int moment) {}

    /**
     * One membership.
     *
     * @param told what came, beginning with the {@code subscription_succeeded}
     * @param endPhase in which phase it was ended by an unsubscription or with the connection, or {@link #NEVER}
     * @param askedAt how many events there had been when the subscription was sent
     * @param leftAt how many there had been when the unsubscription was sent, or {@link #NEVER}
     */
    record Membership(List<Told> told, int endPhase, int askedAt, int leftAt) {

        int startPhase() {
            return told.get(0).phase();
        }

        boolean isUnsubscribed() {
            return leftAt != NEVER;
        }
    }

    private final List<Command> commands = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    void subscribe(int phase, int moment) {
        commands.add(new Command(true, phase, moment));
    }

    void unsubscribe(int phase, int moment) {
        commands.add(new Command(false, phase, moment));
    }

    void add(Told what) {
        told.add(what);
    }

    List<Told> told() {
        return told;
    }

    /** Whether the last thing asked was to be subscribed. */
    boolean isWanted() {
        return !commands.isEmpty() && commands.get(commands.size() - 1).subscribe();
    }

    /** The members as this connection knows them, in the way that pusher-js keeps them. */
    Roster view() {
        Roster roster = new Roster();
        told.forEach(roster::apply);
        return roster;
    }

    /**
     * Takes apart what was told into memberships: every subscription is answered once, in order, and begins one unless the
     * connection was subscribed already.
     *
     * @param gonePhase when the connection ended, or {@link #NEVER}
     */
    List<Membership> memberships(int gonePhase) {
        List<Membership> memberships = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < commands.size(); i++) {
            if (begins(i)) {
                int end = unsubscription(i);
                int from = next;
                next = endOf(from, end - i);
                if (next > from) {
                    memberships.add(membership(told.subList(from, next), i, end, gonePhase));
                }
            }
        }
        checkAnswers(gonePhase);
        if (next < told.size()) {
            throw new AssertionError("Told without being subscribed: " + told.get(next) + " in " + told);
        }
        return memberships;
    }

    private Membership membership(List<Told> piece, int begin, int end, int gonePhase) {
        int askedAt = commands.get(begin).moment();
        return end < commands.size()
                ? new Membership(
                        piece,
                        commands.get(end).phase(),
                        askedAt,
                        commands.get(end).moment())
                : new Membership(piece, gonePhase, askedAt, NEVER);
    }

    private boolean begins(int command) {
        return commands.get(command).subscribe()
                && (command == 0 || !commands.get(command - 1).subscribe());
    }

    private int unsubscription(int from) {
        int i = from;
        while (i < commands.size() && commands.get(i).subscribe()) {
            i++;
        }
        return i;
    }

    /** Behind what follows so many answers; a membership ends where the next one's answer stands. */
    private int endOf(int from, int answers) {
        if (from < told.size() && told.get(from).kind() != Kind.SUCCEEDED) {
            throw new AssertionError("Told before subscription_succeeded: " + told.get(from) + " in " + told);
        }
        int left = answers;
        int i = from;
        while (i < told.size() && (told.get(i).kind() != Kind.SUCCEEDED || left-- > 0)) {
            i++;
        }
        return i;
    }

    private void checkAnswers(int gonePhase) {
        long asked = commands.stream().filter(Command::subscribe).count();
        long answered = told.stream().filter(t -> t.kind() == Kind.SUCCEEDED).count();
        if (answered > asked || gonePhase == NEVER && answered < asked) {
            throw new AssertionError(asked + " subscriptions were answered " + answered + " times: " + told);
        }
    }
}
