package dev.reverb.spring.boot;

import dev.reverb.broadcasting.spi.TransactionBinding;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Events of a transaction wait for its end. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TransactionSynchronizationManager.class)
final class BroadcastTransactionConfiguration {

    @Bean
    @ConditionalOnMissingBean
    TransactionBinding reverbTransactionBinding() {
        return new SpringTransactions();
    }
}
