package dev.reverb.broadcasting.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.broadcasting.auth.AuthRequest;
import dev.reverb.broadcasting.auth.BroadcastUser;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.EndpointCase;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.http.fileupload.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In Tomcat, whose connector has a thread of its own for all connections. */
class BroadcastingServletIT extends EndpointCase {

    /** Kept, since loggers are forgotten with their levels. */
    private static final Logger QUIET = Logger.getLogger("org.apache");

    /** Wants the JVM's internals opened to look for leaks. */
    private static final Logger SILENT = Logger.getLogger("org.apache.catalina.loader");

    /** Tells of the page that fails. */
    private static final Logger PAGES =
            Logger.getLogger("org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/shop]");

    static {
        QUIET.setLevel(Level.WARNING);
        SILENT.setLevel(Level.SEVERE);
    }

    private boolean asyncSupported = true;

    @Override
    protected Class<?> nativeRequest() {
        return HttpServletRequest.class;
    }

    @Override
    protected Host start(BroadcastingAuth auth) throws Exception {
        return new TomcatHost(auth, asyncSupported);
    }

    /** The endpoints, behind what an application has in front of them: a filter that authenticates, and one for socket ids. */
    private static final class TomcatHost implements Host {

        private final Tomcat tomcat = new Tomcat();
        private final Path directory = Files.createTempDirectory("reverb-tomcat");

        TomcatHost(BroadcastingAuth auth, boolean asyncSupported) throws Exception {
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext("/shop", null);
            // Which has just set it.
            PAGES.setLevel(Level.OFF);
            addFilter(context, new Outermost());
            addFilter(context, new SocketIdFilter());
            addServlet(context, "broadcasting", new BroadcastingServlet(auth), "/broadcasting/*", asyncSupported);
            addServlet(context, "pages", new Pages(), "/", true);
            tomcat.start();
        }

        private static void addFilter(Context context, Filter filter) {
            FilterDef definition = new FilterDef();
            definition.setFilterName(filter.getClass().getSimpleName());
            definition.setFilter(filter);
            definition.setAsyncSupported("true");
            context.addFilterDef(definition);
            FilterMap mapping = new FilterMap();
            mapping.setFilterName(definition.getFilterName());
            mapping.addURLPattern("/*");
            context.addFilterMap(mapping);
        }

        private static void addServlet(
                Context context, String name, HttpServlet servlet, String path, boolean asyncSupported) {
            Wrapper wrapper = Tomcat.addServlet(context, name, servlet);
            wrapper.setAsyncSupported(asyncSupported);
            wrapper.addMapping(path);
        }

        @Override
        public int port() {
            return tomcat.getConnector().getLocalPort();
        }

        @Override
        public String path() {
            return "/shop";
        }

        @Override
        public void close() throws Exception {
            tomcat.stop();
            tomcat.destroy();
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    /** Says who the user is, and sees the thread again when all is done. Reads the form first where it is told to. */
    private static final class Outermost implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest http = (HttpServletRequest) request;
            if (http.getHeader("Read-First") != null) {
                assertThat(http.getParameter("socket_id")).isEqualTo("12.34");
            }
            try {
                chain.doFilter(new Authenticated(http), response);
            } finally {
                if (!http.getRequestURI().contains("/broadcasting/")) {
                    afterwards();
                }
            }
        }
    }

    private static final class Authenticated extends HttpServletRequestWrapper {
        Authenticated(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            String name = getHeader(PRINCIPAL);
            return name == null ? null : () -> name;
        }
    }

    private static final class Pages extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().endsWith(FAILING)) {
                throw new IllegalStateException("This page fails");
            }
            response.getWriter().print(probe());
        }
    }

    @Test
    void aFormThatAFilterHasReadIsNotLost() throws Exception {
        channels.authorize("orders", (user, p) -> true);
        assertThat(send(subscribing("private-orders").header(PRINCIPAL, "ada").header("Read-First", "yes"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutAsyncSupportTheContainersThreadWaits() throws Exception {
        asyncSupported = false;
        rulesMayDecideLater();
    }

    @Test
    void otherPathsBelowItAreNotFound() throws Exception {
        assertThat(send(request("/broadcasting/other")).statusCode()).isEqualTo(404);
        assertThat(send(request("/broadcasting/auth/other").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void rulesRunOnTheContainersThread() throws Exception {
        channels.guard("session", BroadcastingServletIT::signedIn)
                .withGuards("session")
                .authorize(
                        "orders", (user, p) -> Thread.currentThread().getName().contains("exec"));
        assertThat(send(subscribing("private-orders")).statusCode()).isEqualTo(200);
    }

    private static Optional<BroadcastUser> signedIn(AuthRequest request) {
        String session = request.unwrap(HttpServletRequest.class).getRequestURI();
        return Optional.of(BroadcastUser.of(session));
    }
}
