package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.ApplicationState;

/** What all sessions of an application share, as long as its settings are the same. */
record Tenant(SessionContext context, Application application, ApplicationState state) {}
