import { AjvCompiler } from '@fastify/ajv-compiler';

interface Validator {
  (data: unknown): unknown;
  errors?: unknown;
}
/** What Fastify asks for and `@fastify/ajv-compiler` gives; that package's own types say something else. */
type BuildValidator = (externalSchemas: unknown, options: unknown) => (route: { schema: unknown }) => Validator;

/** One a process: a schema that several apps share is compiled once. */
const compilerFor = AjvCompiler() as unknown as BuildValidator;

const onDemand: BuildValidator = (externalSchemas, options) => {
  const compile = compilerFor(externalSchemas, options);
  return (route) => {
    let compiled: Validator | undefined;
    const validate: Validator = (data) => {
      compiled ??= compile(route);
      const result = compiled(data);
      validate.errors = compiled.errors;
      return result;
    };
    return validate;
  };
};

/**
 * What requests must be like, compiled when the first of a kind comes: a server has some two hundred schemas, and most of
 * a node's start went into turning all of them into functions, for routes that nobody calls that day.
 */
export const validateOnDemand = onDemand as unknown as ReturnType<typeof AjvCompiler>;
