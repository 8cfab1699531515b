package dev.mintmark.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Authorization: Bearer <token>}, or {@code Basic} with the token as the password (registry
 * clients send nothing else). A wrong token is an error, not an anonymous caller.
 */
@ApplicationScoped
public class TokenAuthentication implements HttpAuthenticationMechanism {
  /** Attribute of a device's identity: its {@link DeviceIdentity}. */
  public static final String DEVICE = "mintmark.device";

  private final Tokens tokens;
  private final Optional<DeviceTokens> deviceTokens;
  private final Instance<OwnTokens> ownTokens;

  TokenAuthentication(KitConfig config, @Any Instance<OwnTokens> ownTokens) {
    this.ownTokens = ownTokens;
    this.tokens = config.tokensFile().map(Tokens::read).orElseGet(() -> new Tokens(Map.of()));
    this.deviceTokens = config.deviceTokenKey().map(DeviceTokens::read);
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    String header = context.request().getHeader("Authorization");
    if (header == null) {
      return Uni.createFrom().optional(Optional.empty());
    }
    return secret(header)
        .flatMap(this::identity)
        .map(identity -> Uni.createFrom().item(identity))
        .orElseGet(
            () -> Uni.createFrom().failure(new AuthenticationFailedException("unknown token")));
  }

  private Optional<SecurityIdentity> identity(String secret) {
    if (DeviceTokens.looksLikeOne(secret)) {
      return deviceTokens.flatMap(t -> t.verify(secret)).map(TokenAuthentication::device);
    }
    Optional<SecurityIdentity> own =
        ownTokens.stream().flatMap(more -> more.identity(secret).stream()).findFirst();
    return own.or(() -> tokens.roleOf(secret).map(TokenAuthentication::role));
  }

  private static SecurityIdentity device(DeviceIdentity device) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(device.device()))
        .addRole("device")
        .addAttribute(DEVICE, device)
        .build();
  }

  private static SecurityIdentity role(String role) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(new QuarkusPrincipal(role))
        .addRole(role)
        .build();
  }

  /** The secret that an Authorization header brings; empty where it has neither form. */
  public static Optional<String> secret(String header) {
    String[] parts = header.split(" ", 2);
    if (parts.length != 2) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(java.util.Locale.ROOT)) {
      case "bearer" -> Optional.of(parts[1].strip());
      case "basic" -> password(parts[1].strip());
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
      return Optional.of(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom()
        .item(
            new ChallengeData(
                HttpResponseStatus.UNAUTHORIZED.code(),
                "WWW-Authenticate",
                challenge(context.request().path())));
  }

  /** The whole answer: Quarkus's own has no body. */
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    HttpServerRequest request = context.request();
    context
        .response()
        .setStatusCode(HttpResponseStatus.UNAUTHORIZED.code())
        .putHeader("WWW-Authenticate", challenge(request.path()))
        .putHeader("Content-Type", "application/json")
        .end(HttpError.UNAUTHORIZED.body(request.method().name(), request.path()));
    return Uni.createFrom().item(true);
  }

  /** Registry clients know Basic alone. */
  static String challenge(String path) {
    return (path.startsWith("/v2/") ? "Basic" : "Bearer") + " realm=\"mintmark\"";
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }
}
