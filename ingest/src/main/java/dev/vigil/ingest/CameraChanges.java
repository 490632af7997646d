package dev.vigil.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.ingest.CameraListener.Change;
import dev.vigil.ingest.CameraListener.Kind;
import dev.vigil.ingest.CameraListener.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two states of the cameras. */
final class CameraChanges {
    private CameraChanges() {}

    /** A change for each thing that differs, by camera. */
    static List<Change> between(Map<String, RunningCamera> before, Map<String, RunningCamera> after, Origin by) {
        TreeSet<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String id : ids) {
            RunningCamera old = before.get(id);
            RunningCamera now = after.get(id);
            if (!Objects.equals(old, now)) {
                changes.addAll(between(id, old, now, by));
            }
        }
        return changes;
    }

    private static List<Change> between(
            String id, @Nullable RunningCamera old, @Nullable RunningCamera now, Origin by) {
        if (now == null) {
            String source = Objects.requireNonNull(old).config().maskedSource();
            return List.of(new Change(Kind.REMOVED, id, by, List.of(), source));
        }
        String source = now.config().maskedSource();
        List<Change> changes = new ArrayList<>();
        if (old == null) {
            changes.add(new Change(Kind.ADDED, id, by, List.of(), source));
        } else if (!old.config().equals(now.config())) {
            changes.add(new Change(Kind.CHANGED, id, by, differing(old.config(), now.config()), source));
        }
        if ((old != null && old.paused()) != now.paused()) {
            changes.add(new Change(now.paused() ? Kind.PAUSED : Kind.RESUMED, id, by, List.of(), source));
        }
        return changes;
    }

    private static List<String> differing(CameraConfig before, CameraConfig after) {
        ObjectNode old = CameraJson.tree(before);
        ObjectNode now = CameraJson.tree(after);
        TreeSet<String> names = new TreeSet<>();
        old.fieldNames().forEachRemaining(names::add);
        now.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> Objects.equals(old.get(name), now.get(name)));
        return List.copyOf(names);
    }
}
