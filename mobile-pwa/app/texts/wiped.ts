import type { Language } from '#shared/ui/i18n/languages.ts';

/** What an erased phone says, in every language: nothing is left there that would know which, or where to fetch it from. */
export const wiped = {
  fr: {
    reason: 'Motif :',
    done: 'Ce téléphone a été effacé',
    doneMore: 'Tout ce qui avait été saisi est remis, le siège est prévenu, et il ne reste ici rien de Manchengo.',
    anew: 'Réutiliser ce téléphone',
  },
  ar: {
    reason: 'السبب:',
    done: 'تم مسح هذا الهاتف',
    doneMore: 'سُلّم كل ما أُدخل، وأُبلغ المقر، ولم يبق هنا شيء من مانشنغو.',
    anew: 'استعمال هذا الهاتف من جديد',
  },
  en: {
    reason: 'Reason:',
    done: 'This phone has been erased',
    doneMore:
      'Everything that was entered has been handed in, HQ has been told, and nothing of Manchengo is left here.',
    anew: 'Use this phone anew',
  },
} satisfies Record<Language, Record<string, string>>;
