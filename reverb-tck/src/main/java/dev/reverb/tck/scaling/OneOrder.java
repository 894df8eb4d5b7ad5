package dev.reverb.tck.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened on a channel, as one who followed it all the time was told; and whether what another was told is a piece of it, from
 * the state that its snapshot shows.
 */
final class OneOrder {

    private final List<String> lines;
    private final List<List<String>> members = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    OneOrder(ChannelLog.Period whole) {
        lines = whole.lines();
        List<String> present = ids(whole.snapshot());
        String last = kept(whole.snapshot());
        for (String line : lines) {
            members.add(List.copyOf(present));
            kept.add(last);
            if (line.startsWith("+")) {
                present.add(line.substring(1));
            } else if (line.startsWith("-")) {
                present.remove(line.substring(1));
            } else if (line.startsWith("kept ")) {
                last = line;
            }
        }
        members.add(List.copyOf(present));
        kept.add(last);
    }

    private static List<String> ids(ChannelSnapshot snapshot) {
        return new ArrayList<>(snapshot.members().stream().map(Member::userId).toList());
    }

    private static String kept(ChannelSnapshot snapshot) {
        return snapshot.kept().map(each -> new String(each.payload(), UTF_8)).orElse("");
    }

    /**
     * Whether a piece is there.
     *
     * @param open whether the piece must reach to the end
     */
    boolean contains(ChannelLog.Period piece, boolean open) {
        List<String> told = piece.lines();
        for (int from = 0; from + told.size() <= lines.size(); from++) {
            int to = from + told.size();
            if ((!open || to == lines.size())
                    && lines.subList(from, to).equals(told)
                    && members.get(from).equals(ids(piece.snapshot()))
                    && kept.get(from).equals(kept(piece.snapshot()))) {
                return true;
            }
        }
        return false;
    }
}
