package dev.reverb.broadcasting.servlet;

import dev.reverb.broadcasting.SocketIdScope;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Lets {@code toOthers()} know whose request is being handled: opens a {@link SocketIdScope} with the request's {@code X-Socket-ID}
 * around all that follows in the filter chain, and always closes it. A header that is no socket id counts as none.
 *
 * <p>The scope is the container thread's. Register the filter for {@code DispatcherType.REQUEST}, and where requests are dispatched
 * again after {@code startAsync} for {@code ASYNC} too: such a dispatch is a pass of its own, mostly on another thread. What runs on
 * threads of the application's, such as after {@code AsyncContext.start}, is outside the scope; there {@code toOthers(socketId)} says it.
 * The filter itself never starts anything asynchronous, and is to be registered with async-supported where the chain does.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class SocketIdFilter implements Filter {

    /** Called by the container or the application. */
    public SocketIdFilter() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String socketId = request instanceof HttpServletRequest http ? http.getHeader(SocketIdScope.HEADER) : null;
        SocketIdScope scope = SocketIdScope.open(socketId);
        try {
            chain.doFilter(request, response);
        } finally {
            scope.close();
        }
    }
}
