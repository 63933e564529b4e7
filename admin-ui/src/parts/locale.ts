/** The language of this person's wp-admin, as a tag that `Intl` accepts. */
export const locale = (): string => window.causewayPanel?.locale ?? 'en';
