package dev.mintmark.kit.http;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/** Secrets that one service knows beside those of the roles; a bean of that service. */
public interface OwnTokens {
  /** Whose secret it is; compared in constant time. */
  Optional<SecurityIdentity> identity(String secret);
}
