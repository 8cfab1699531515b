package dev.mintmark.registry.http;

import dev.mintmark.registry.RegistryConfig;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets everyone pull where the configuration says so; else any token will do, and a wrong one never
 * gets this far.
 */
@Singleton
public final class PullAuthorization {
  private final Instance<RegistryConfig> config;
  private final SecurityIdentity identity;

  /** Filters are made before the configuration is read, so it is asked for at the first call. */
  PullAuthorization(Instance<RegistryConfig> config, SecurityIdentity identity) {
    this.config = config;
    this.identity = identity;
  }

  /** An answer where the call ends here. */
  @ServerRequestFilter
  public Optional<Response> check(UriInfo uri) {
    boolean pull = uri.getPath().equals("/v2") || uri.getPath().startsWith("/v2/");
    return pull && !config.get().anonymousPull() && identity.isAnonymous()
        ? Optional.of(OciErrors.unauthorized())
        : Optional.empty();
  }
}
