package dev.mintmark.registry.mirror;

import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.HostRules;
import dev.mintmark.oci.client.RegistryPush;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A registry elsewhere.
 *
 * @param name in logs, metrics and the consumer group
 * @param prefix of repositories there, with a slash at its end; empty for none
 * @param trust null for the JDK's certificates
 * @param hosts which token services get the credentials
 * @param patience how long to wait for a connection and an answer
 */
record Mirror(
    String name,
    URI url,
    String prefix,
    Credentials credentials,
    @Nullable SSLContext trust,
    HostRules hosts,
    Duration patience) {
  /** What a repository is called there. */
  RepositoryName repository(RepositoryName here) {
    return new RepositoryName(prefix + here);
  }

  RegistryPush open() {
    return new RegistryPush(url, credentials, patience, trust, hosts);
  }
}
