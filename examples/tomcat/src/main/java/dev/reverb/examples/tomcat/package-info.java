/** An application with an embedded Tomcat. */
package dev.reverb.examples.tomcat;
