/**
 * Where the standalone server's settings come from.
 *
 * <pre>
 *   .env ─▶ DotEnv ─┐
 *   process env ────┴▶ EnvironmentVariables ─┐
 *   JSON ─▶ JsonReader ─┐                    │
 *   YAML ─▶ YamlReader ─┴▶ ConfigurationFile ┼▶ Configuration
 *   command line ────────────────────────────┘
 * </pre>
 *
 * <p>A later source in this list wins: defaults, {@code .env}, process environment, file, command line. What each setting
 * is called and takes stands once, in the three catalogues.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.server.config;
