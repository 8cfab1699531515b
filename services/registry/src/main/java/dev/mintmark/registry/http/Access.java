package dev.mintmark.registry.http;

import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.access.Action;
import dev.mintmark.registry.access.Grant;
import dev.mintmark.registry.serve.RegistryException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. A wrong token never comes as far as this: it was answered with 401 before. What
 * anonymous callers may do, everybody may.
 */
final class Access {
  /** Where a client gets the token that it then sends; no repository's name begins so. */
  static final String TOKENS = "/v2/_token";

  private static final List<String> PULLERS = List.of("viewer", "operator", "device");

  private final boolean anonymousPull;
  private final boolean pushers;
  private final Optional<URI> publicUrl;

  Access(boolean anonymousPull, boolean pushers, Optional<URI> publicUrl) {
    this.anonymousPull = anonymousPull;
    this.pushers = pushers;
    this.publicUrl = publicUrl;
  }

  private static Optional<SecurityIdentity> identity(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
            && !user.getSecurityIdentity().isAnonymous()
        ? Optional.of(user.getSecurityIdentity())
        : Optional.empty();
  }

  /**
   * For {@code /v2/}, where clients learn whether they have to bring a token. Where some may push
   * all are asked for one, and who has none gets the anonymous one.
   */
  void requireKnown(RoutingContext context) {
    if (anonymousPull && (!pushers || context.request().getHeader("Authorization") != null)) {
      return;
    }
    Optional<SecurityIdentity> identity = identity(context);
    if (identity.isEmpty()) {
      throw unauthorized(context, Action.PULL, null);
    }
    if (identity.get().getAttribute(Callers.GRANT) == null && !isPuller(identity.get())) {
      throw denied(identity.get(), Action.PULL, "anything");
    }
  }

  /**
   * For a repository.
   *
   * @throws RegistryException 401 without a token, 403 with one that may not
   */
  void require(RoutingContext context, Action action, RepositoryName repository) {
    if (may(context, action, repository)) {
      return;
    }
    throw identity(context)
        .map(identity -> denied(identity, action, repository.value()))
        .orElseGet(() -> unauthorized(context, action, repository));
  }

  boolean may(RoutingContext context, Action action, RepositoryName repository) {
    if (action == Action.PULL && anonymousPull) {
      return true;
    }
    Optional<SecurityIdentity> identity = identity(context);
    if (identity.isEmpty()) {
      return false;
    }
    Grant grant = identity.get().getAttribute(Callers.GRANT);
    return grant != null
        ? grant.allows(action, repository)
        : action == Action.PULL && isPuller(identity.get());
  }

  private static boolean isPuller(SecurityIdentity identity) {
    return PULLERS.stream().anyMatch(identity::hasRole);
  }

  private static RegistryException denied(SecurityIdentity identity, Action action, String what) {
    return new RegistryException(
        403,
        "DENIED",
        identity.getPrincipal().getName()
            + " may not "
            + action.word()
            + " "
            + what
            + "; use a token that may (REG-029)");
  }

  private RegistryException unauthorized(
      RoutingContext context, Action action, @Nullable RepositoryName repository) {
    String scope =
        repository == null
            ? ""
            : ",scope=\"repository:"
                + repository
                + ":"
                + (action == Action.PUSH ? "pull,push" : action.word())
                + "\"";
    return RegistryException.unauthorized(
        "Bearer realm=\"" + base(context.request()) + TOKENS + "\",service=\"mintmark\"" + scope,
        "a token is needed to "
            + action.word()
            + "; send it as bearer, or as the password of basic");
  }

  private String base(HttpServerRequest request) {
    return publicUrl
        .map(url -> url.toString().replaceAll("/+$", ""))
        .orElseGet(() -> request.scheme() + "://" + request.authority());
  }
}
