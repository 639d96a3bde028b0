package brume.director.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** Runs a test class once with every engine; {@link TestDatabases#open()} gives databases of the one whose turn it is. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(OnBothEngines.Turns.class)
public @interface OnBothEngines {
    /** Makes the turns. */
    final class Turns implements ClassTemplateInvocationContextProvider, AfterAllCallback {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(TestDatabases.Engine.values()).map(Turn::new);
        }

        @Override
        public void afterAll(ExtensionContext context) {
            TestDatabases.next(TestDatabases.Engine.SQLITE);
        }
    }

    /** One engine's. */
    record Turn(TestDatabases.Engine engine) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return engine.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of((TestInstancePreConstructCallback) (factory, context) -> TestDatabases.next(engine));
        }
    }
}
