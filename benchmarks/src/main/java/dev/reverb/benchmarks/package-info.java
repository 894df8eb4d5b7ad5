/** Load runs. */
package dev.reverb.benchmarks;
