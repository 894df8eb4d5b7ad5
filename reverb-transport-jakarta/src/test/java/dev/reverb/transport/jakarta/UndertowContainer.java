package dev.reverb.transport.jakarta;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.websockets.jsr.WebSocketDeploymentInfo;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.Set;

final class UndertowContainer extends Container {

    private final DeploymentInfo deployment = Servlets.deployment();
    private DeploymentManager manager;
    private Undertow server;

    @Override
    void begin() throws Exception {
        deployment
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setDeploymentName("application")
                .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        ServletContainerInitializer.class,
                        new ImmediateInstanceFactory<>((classes, context) -> initialize(context)),
                        Set.of()));
        parameters.forEach(deployment::addInitParameter);
        if (withWebSockets) {
            deployment.addServletContextAttribute(
                    WebSocketDeploymentInfo.ATTRIBUTE_NAME, new WebSocketDeploymentInfo());
        }
        manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(2)
                .setWorkerThreads(16)
                .setHandler(io.undertow.Handlers.path().addPrefixPath(deployment.getContextPath(), manager.start()))
                .build();
        server.start();
    }

    @Override
    int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    void end() throws Exception {
        manager.stop();
        manager.undeploy();
        server.stop();
    }
}
