package dev.reverb.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A path of the API behind {@code /apps/{id}}, and the routes that differ by method there. */
final class Place {

    private final String path;
    private final List<String> pattern;
    private final boolean isFixed;
    private final List<ApiRoute> routes;

    Place(String path, List<ApiRoute> routes) {
        this.path = path;
        this.pattern = List.of(path.substring(1).split("/"));
        this.isFixed = path.indexOf('*') < 0;
        this.routes = List.copyOf(routes);
    }

    /** Whether this is what a path says from {@code from} on, letter by letter and without stars. */
    boolean isAt(String whole, int from) {
        return isFixed && whole.length() - from == path.length() && whole.startsWith(path, from);
    }

    /** Whether this is what decoded segments say, the first of which is the application's id. */
    boolean matches(List<String> segments) {
        if (pattern.size() != segments.size() - 1) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String segment = segments.get(i + 1);
            if (pattern.get(i).equals("*") ? segment.isEmpty() : !pattern.get(i).equals(segment)) {
                return false;
            }
        }
        return true;
    }

    /** What stands where the stars are. */
    List<String> variables(List<String> segments) {
        List<String> variables = new ArrayList<>(1);
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equals("*")) {
                variables.add(segments.get(i + 1));
            }
        }
        return variables;
    }

    @Nullable
    ApiRoute route(String method) {
        for (ApiRoute route : routes) {
            if (route.method().equals(method)) {
                return route;
            }
        }
        return null;
    }

    /** The methods that may be used here, as {@code Allow} lists them. */
    String methods() {
        TreeSet<String> methods = new TreeSet<>();
        routes.forEach(route -> methods.add(route.method()));
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
