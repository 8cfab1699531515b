package dev.mintmark.launcher.access;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;

/**
 * Makes the broker's rights those that are wanted. A principal that is none of Mintmark's keeps
 * what somebody else granted it.
 */
public final class KafkaRightsSetup {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private KafkaRightsSetup() {}

  /**
   * Grants what is missing, takes away what is too much, and returns when the broker decides by
   * that.
   *
   * @param client settings of a client that may alter the cluster
   * @return how many rights were granted or taken away
   */
  public static int apply(Map<String, Object> client, Collection<AclBinding> wanted)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(client)) {
      Set<AclBinding> there = there(admin);
      List<AclBinding> missing = wanted.stream().filter(right -> !there.contains(right)).toList();
      List<AclBinding> excess = there.stream().filter(right -> !wanted.contains(right)).toList();
      // What is forbidden before what is granted: nobody may more, not even for a moment.
      admin.createAcls(missing.stream().filter(KafkaRightsSetup::forbids).toList()).all().get();
      admin.createAcls(missing.stream().filter(right -> !forbids(right)).toList()).all().get();
      admin.deleteAcls(excess.stream().map(AclBinding::toFilter).toList()).all().get();
      await(admin, new HashSet<>(wanted));
      return missing.size() + excess.size();
    }
  }

  private static boolean forbids(AclBinding right) {
    return right.entry().permissionType() == AclPermissionType.DENY;
  }

  private static Set<AclBinding> there(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<AclBinding> there = new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
    there.removeIf(right -> !isOurs(right.entry().principal()));
    return there;
  }

  private static boolean isOurs(String principal) {
    return principal.startsWith(KafkaIdentity.principal("mintmark-"))
        || principal.equals(KafkaIdentity.principal(KafkaAccess.ANONYMOUS));
  }

  /** A broker learns of a change a moment after its controller. */
  private static void await(Admin admin, Set<AclBinding> wanted)
      throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there(admin).equals(wanted)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the broker does not take on the rights that it was given");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
