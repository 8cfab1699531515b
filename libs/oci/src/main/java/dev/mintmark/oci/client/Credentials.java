package dev.mintmark.oci.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a registry asks for. Sent to that registry alone; never part of a text form. */
public sealed interface Credentials {
  /** The value of the Authorization header; empty to send none. */
  Optional<String> header();

  static Credentials anonymous() {
    return new Anonymous();
  }

  static Credentials bearer(String token) {
    return new Bearer(token);
  }

  static Credentials basic(String user, String password) {
    return new Basic(user, password);
  }

  /** A pull that needs no name. */
  record Anonymous() implements Credentials {
    @Override
    public Optional<String> header() {
      return Optional.empty();
    }
  }

  /** RFC 6750. */
  record Bearer(String token) implements Credentials {
    public Bearer {
      if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
        throw new IllegalArgumentException("a bearer token has a character that is not allowed");
      }
    }

    @Override
    public Optional<String> header() {
      return Optional.of("Bearer " + token);
    }

    @Override
    public String toString() {
      return "Bearer[hidden]";
    }
  }

  /** RFC 7617, UTF-8. */
  record Basic(String user, String password) implements Credentials {
    public Basic {
      if (user.contains(":")) {
        throw new IllegalArgumentException("a user name of basic authentication has no colon");
      }
    }

    @Override
    public Optional<String> header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
      return "Basic[hidden]";
    }
  }
}
