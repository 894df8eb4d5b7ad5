package dev.reverb.spring.boot;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The properties tell of exactly one application, which can then be a bean. */
final class OnSingleApplication implements Condition {

    private static final Bindable<Map<String, Object>> ANYTHING = Bindable.mapOf(String.class, Object.class);

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        boolean first = isSet(environment, "reverb.apps[0]");
        return isSet(environment, "reverb.app") ? !first : first && !isSet(environment, "reverb.apps[1]");
    }

    private static boolean isSet(Environment environment, String prefix) {
        return Binder.get(environment).bind(prefix, ANYTHING).isBound();
    }
}
