package dev.mintmark.registry.http;

import dev.mintmark.registry.serve.RegistryException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Who may pull. A wrong token never comes as far as this: it was answered with 401 before. */
final class Access {
  private static final List<String> ROLES = List.of("viewer", "operator", "device");

  private final boolean anonymousPull;

  Access(boolean anonymousPull) {
    this.anonymousPull = anonymousPull;
  }

  /**
   * @throws RegistryException 401 without a token, 403 with one of another role
   */
  void requireMayPull(RoutingContext context) {
    if (anonymousPull) {
      return;
    }
    if (!(context.user() instanceof QuarkusHttpUser user)
        || user.getSecurityIdentity().isAnonymous()) {
      throw new RegistryException(
          401, "UNAUTHORIZED", "pulling needs a token of the role viewer, operator or device");
    }
    SecurityIdentity identity = user.getSecurityIdentity();
    if (ROLES.stream().noneMatch(identity::hasRole)) {
      throw new RegistryException(
          403, "DENIED", "the role " + identity.getPrincipal().getName() + " may not pull");
    }
  }
}
