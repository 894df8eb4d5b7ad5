package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** There is somewhere to broadcast to: connections among the properties, or a server in this process whose applications are beans. */
final class OnWayToBroadcast extends AnyNestedCondition {

    OnWayToBroadcast() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnSingleCandidate(ReverbServer.class)
    @ConditionalOnBean(Application.class)
    static final class OnServer {}

    @Conditional(OnConnections.class)
    static final class OnProperties {}

    /** Whether the properties name a connection. */
    static final class OnConnections extends SpringBootCondition {

        private static final Bindable<Map<String, Object>> ANYTHING = Bindable.mapOf(String.class, Object.class);

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean bound = Binder.get(context.getEnvironment())
                    .bind("reverb.broadcasting.connections", ANYTHING)
                    .isBound();
            return new ConditionOutcome(
                    bound, ConditionMessage.forCondition("Reverb connections").because(bound ? "found" : "not found"));
        }
    }
}
