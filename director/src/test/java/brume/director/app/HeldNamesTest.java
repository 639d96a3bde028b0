package brume.director.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HeldNamesTest {
    private static final LookupPolicy ANY = LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6);

    private final HeldNames names = new HeldNames();
    private final AtomicInteger asked = new AtomicInteger();

    /** Of a system whose every answer is another one: 10.0.0.1, 10.0.0.2, … */
    private final InetAddressResolver resolver = names.before(new InetAddressResolver() {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            return Stream.of(address(asked.incrementAndGet()));
        }

        @Override
        public String lookupByAddress(byte[] address) {
            return "back";
        }
    });

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }

    private List<InetAddress> answer(String host) throws UnknownHostException {
        return resolver.lookupByName(host, ANY).toList();
    }

    @Test
    void nameThatNobodyHolds_isAskedForEachTime() throws UnknownHostException {
        assertThat(answer("a.test")).containsExactly(address(1));
        assertThat(answer("a.test")).containsExactly(address(2));
        assertThat(resolver.lookupByAddress(new byte[4])).isEqualTo("back");
    }

    @Test
    void heldName_keepsItsFirstAnswer_untilTheLastHolderLetsGo() throws UnknownHostException {
        HeldNames.Hold one = names.hold("a.test");
        HeldNames.Hold two = names.hold("A.test");
        assertThat(answer("a.test")).containsExactly(address(1));
        assertThat(answer("A.TEST")).containsExactly(address(1));
        assertThat(answer("b.test")).containsExactly(address(2));
        one.close();
        assertThat(answer("a.test")).containsExactly(address(1));
        two.close();
        assertThat(answer("a.test")).containsExactly(address(3));
    }

    @Test
    void answerFromJavasOwnMemory_becomesTheHeldOne() throws UnknownHostException {
        try (HeldNames.Hold hold = names.hold("a.test")) {
            assertThat(hold.settle(List.of(address(7)))).isTrue();
            assertThat(answer("a.test")).containsExactly(address(7));
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void answerThatChangedMeanwhile_isNotSettled() throws UnknownHostException {
        try (HeldNames.Hold hold = names.hold("a.test")) {
            assertThat(answer("a.test")).containsExactly(address(1));
            assertThat(hold.settle(List.of(address(7)))).isFalse();
            assertThat(hold.settle(List.of(address(1)))).isTrue();
        }
    }

    /** The name exists nowhere but here, so Java asked. */
    @Test
    void wholeOfJava_keepsToHeldNames() throws UnknownHostException {
        try (HeldNames.Hold hold = HeldNames.EVERYWHERE.hold("held.invalid")) {
            hold.settle(List.of(address(9)));
            assertThat(InetAddress.getAllByName("held.invalid")).containsExactly(address(9));
        }
        assertThatThrownBy(() -> InetAddress.getAllByName("let-go.invalid")).isInstanceOf(UnknownHostException.class);
    }
}
