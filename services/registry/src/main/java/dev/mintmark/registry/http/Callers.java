package dev.mintmark.registry.http;

import dev.mintmark.kit.http.OwnTokens;
import dev.mintmark.registry.access.Grant;
import dev.mintmark.registry.access.RegistryTokens;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Knows the registry's own tokens, and the one that anonymous callers are given. */
@Singleton
final class Callers implements OwnTokens {
  /** Attribute of an identity: its {@link Grant}. */
  static final String GRANT = "mintmark.registry.grant";

  /** What a client without a token is given where it may pull: clients want to send something. */
  static final String ANONYMOUS = "anonymous";

  private final RegistryTokens tokens;
  private final boolean anonymousPull;

  Callers(RegistryConfig config) {
    this.tokens = config.tokensFile().map(RegistryTokens::read).orElseGet(RegistryTokens::none);
    this.anonymousPull = config.anonymousPull();
  }

  /** Whether anybody may push. */
  boolean havePushers() {
    return !tokens.isEmpty();
  }

  @Override
  public Optional<SecurityIdentity> identity(String secret) {
    if (anonymousPull && secret.equals(ANONYMOUS)) {
      return Optional.of(QuarkusSecurityIdentity.builder().setAnonymous(true).build());
    }
    return tokens.grant(secret).map(Callers::identity);
  }

  private static SecurityIdentity identity(Grant grant) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(grant.name()))
        .addAttribute(GRANT, grant)
        .build();
  }
}
