// Rappel du point quotidien : appelé par un cron du serveur d'intégration à 9 h 20.
const ÉQUIPES = {
  plateforme: { salon: '#plateforme', ordre: ['amelie', 'joao', 'svetlana', 'kwame'] },
  produit: { salon: '#produit', ordre: ['chloe', 'mateusz', 'ines'] },
};

const JOURS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];

const tirage = (graine, liste) => {
  // Même ordre pour tous pendant la journée, un autre le lendemain.
  const reste = [...liste];
  const résultat = [];
  let état = graine;
  while (reste.length > 0) {
    état = (état * 1103515245 + 12345) % 2147483648;
    résultat.push(reste.splice(état % reste.length, 1)[0]);
  }
  return résultat;
};

class Script {
  process_incoming_request({ request }) {
    const { équipe = 'plateforme', date = '2026-01-05', absents = [] } = request.content || {};
    const description = ÉQUIPES[équipe];
    if (!description) {
      return { error: { success: false, message: `équipe inconnue : ${équipe}` } };
    }
    const jour = new Date(`${date}T00:00:00Z`);
    if ([0, 6].includes(jour.getUTCDay())) {
      return undefined;
    }
    const présents = description.ordre.filter((nom) => !absents.includes(nom));
    const ordre = tirage(Math.floor(jour.getTime() / 86400000), présents);
    Store.set(`dernier:${équipe}`, date);
    return {
      content: {
        channel: description.salon,
        emoji: ':coffee:',
        text: `Bonjour ! Point de ${JOURS[jour.getUTCDay()]} dans dix minutes : ${ordre.map((n) => `@${n}`).join(' → ')}`,
      },
    };
  }
}
