package dev.mintmark.oci.client;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which hosts may be asked besides the registry that was named: for tokens, and after a redirect.
 * An address inside of somebody's network is asked only when its host is listed, so that no
 * registry can make this machine talk to its neighbours.
 *
 * @param follows whether anything but the named registry is asked at all
 * @param listed hosts, each {@code host} or {@code host:port}, that may have a private address, may
 *     be asked without TLS, and get the registry's credentials when they give out its tokens
 */
public record HostRules(boolean follows, Set<String> listed) {
  /** Only the registry that was named; no redirect, no token. */
  public static final HostRules NAMED_ALONE = new HostRules(false, Set.of());

  public HostRules {
    listed = Set.copyOf(listed);
  }

  /** Public hosts, and those that are listed. */
  public static HostRules publicAnd(Set<String> listed) {
    return new HostRules(true, listed);
  }

  /** Whether the address's host is listed. */
  public boolean lists(URI uri) {
    String host = host(uri);
    return listed.contains(host) || listed.contains(host + ":" + port(uri));
  }

  /**
   * Looks the host up.
   *
   * @param why the address would be asked, for the message, e.g. {@code the registry redirects to}
   * @throws OciException (OCI-016) for one that may not be asked
   * @throws IOException when the name cannot be looked up now
   */
  public void require(URI uri, String why) throws IOException {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw refused(uri, why, "it is no http address");
    }
    if (uri.getUserInfo() != null) {
      throw refused(uri, why, "it carries a user name");
    }
    if (lists(uri)) {
      return;
    }
    if (!scheme.equals("https")) {
      throw refused(uri, why, "it is not https");
    }
    for (InetAddress address : InetAddress.getAllByName(host(uri))) {
      if (isPrivate(address)) {
        throw refused(uri, why, "its address " + address.getHostAddress() + " is not a public one");
      }
    }
  }

  private OciException refused(URI uri, String why, String found) {
    return new OciException(
        OciError.HOST,
        why
            + " "
            + uri.getScheme()
            + "://"
            + uri.getRawAuthority()
            + ", which is not asked: "
            + found
            + "; list the host when you trust it: "
            + host(uri));
  }

  private static String host(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
  }

  /** RFC 6890: what no public registry has. */
  static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean special =
        address instanceof Inet6Address
            // fc00::/7, and forms that carry an IPv4 address: 64:ff9b::/96, 2002::/16, ::/96
            ? (first & 0xfe) == 0xfc
                || (first == 0 && second == 0x64)
                || (first == 0x20 && second == 0x02)
                || (first == 0 && second == 0)
            : first == 0
                || first >= 240
                || (first == 100 && (second & 0xc0) == 64)
                || (first == 192 && second == 0 && bytes[2] == 0)
                || (first == 198 && (second & 0xfe) == 18);
    return special
        || address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress();
  }
}
