"""The steps of a call in sentences, for the terminal. A kind that is not known here is told by its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal, cast

from permanence.kernel.money import MILLION

Tongue = Literal["fr", "en"]

FRENCH = {
    "call_arrived": "Appel de {customer} au {dialled}",
    "call_placed": "{agent} appelle {customer}",
    "call_picked_up": "La plateforme décroche",
    "prompt_started": "Message « {node} »",
    "key_pressed": "Touche {digit} au menu « {node} »",
    "key_timed_out": "Aucune touche au menu « {node} »",
    "tariff_announced": "Entend le tarif : {price} {currency} {basis}",
    "tariff_refused": "A dépensé ce qu'un mois permet : il l'apprend, et rien n'est compté",
    "charging_began": "Le prix est compté à partir d'ici{skipped}",
    "tariff_warned": "Entend que l'appel sera coupé dans {left_s} s",
    "charging_ended": "Le prix a été compté de {since} à {until} : {why}",
    "call_queued": "Entre dans la file « {name} »",
    "wait_explained": "Attend : {why}",
    "wait_announced": "Entend sa place : {position}",
    "call_offered": "Sonne chez {alias}{partner}{chosen}",
    "partners_asked": "Attend aussi chez {partners} : {why}",
    "partners_withdrawn": "N'attend plus chez {partners} : {why}",
    "partner_served": "{alias} ({name}) a eu l'appel de {since} à {until}",
    "search_widened": "La recherche s'élargit à d'autres conseillers (étape {step})",
    "capacity_pulled": "Promesse en danger : {pull}",
    "capacity_returned": "Danger passé : {pull}",
    "call_back_offered": "On lui propose d'être rappelé sans perdre sa place",
    "call_back_kept": "Demande à être rappelé et quitte la ligne après {waited_s} ; sa place l'attend",
    "call_back_missed": "N'a pas pu être rappelé : {outcome} ; un rappel lui est dû",
    "offer_failed": "{alias} n'a pas pris l'appel : {reason}",
    "agent_answered": "{alias}{partner} décroche après {waited_s} d'attente",
    "customer_answered": "Le client décroche",
    "call_held": "Mis en attente avec musique",
    "call_resumed": "Repris",
    "consult_started": "Consultation de {label}",
    "consult_answered": "{label} répond à la consultation",
    "consult_ended": "Fin de la consultation de {label} : {reason}",
    "conference_started": "Conférence à trois avec {label}",
    "call_transferred": "Transféré à {label}",
    "transfer_failed": "Transfert à {label} sans succès : {reason}",
    "private_started": "Moment privé : rien n'est enregistré",
    "private_ended": "Fin du moment privé",
    "monitor_started": "{label} vient sur l'appel : {mode}",
    "monitor_changed": "Le superviseur change : {mode}",
    "monitor_ended": "Le superviseur quitte l'appel",
    "recording_started": "Enregistrement commencé",
    "recording_ended": "Enregistrement terminé",
    "agent_lost": "Téléphone du conseiller perdu : {why} ; le client entend la musique",
    "agent_returned": "Le conseiller est de retour",
    "call_ended": "Fin : {outcome}, raccroché par {by}",
    "callback_owed": "Le client est venu pendant que la plateforme était arrêtée ; un rappel lui est dû",
    "call_recovered": "La plateforme a redémarré ; l'appel a continué",
    "disposition_saved": "Qualifié : {disposition}",
    "forbidden_offer_told": "Le conseiller du partenaire dit qu'une offre interdite a été faite",
    "complaint_heard": "Le conseiller du partenaire dit que le client se plaint",
    "card_asked": "Paiement par carte proposé : {name}",
    "card_refused": "Pas de paiement par carte : {why}",
    "card_authorised": "Carte •••• {last_four} : montant réservé ; le temps est compté",
    "consultation_counted": "Consultation payante terminée, de {since} à {until}",
    "card_numbers_masked": "Numéros de carte masqués dans les notes : {count}",
    "call_amended": "Corrigé après l'appel : {disposition}",
}
ENGLISH = {
    "call_arrived": "Call from {customer} to {dialled}",
    "call_placed": "{agent} calls {customer}",
    "call_picked_up": "The platform answers",
    "prompt_started": "Message “{node}”",
    "key_pressed": "Key {digit} in the menu “{node}”",
    "key_timed_out": "No key in the menu “{node}”",
    "tariff_announced": "Hears the tariff: {price} {currency} {basis}",
    "tariff_refused": "Has spent what a month allows: hears so, and nothing is charged",
    "charging_began": "Is charged from here{skipped}",
    "tariff_warned": "Hears that the call will be cut in {left_s} s",
    "charging_ended": "Was charged from {since} to {until}: {why}",
    "call_queued": "Enters the queue “{name}”",
    "wait_explained": "Waits: {why}",
    "wait_announced": "Hears the place: {position}",
    "call_offered": "Rings at {alias}{partner}{chosen}",
    "partners_asked": "Waits at {partners} too: {why}",
    "partners_withdrawn": "Waits at {partners} no more: {why}",
    "partner_served": "{alias} ({name}) had the call from {since} to {until}",
    "search_widened": "The search widens to more agents (step {step})",
    "capacity_pulled": "The promise is in danger: {pull}",
    "capacity_returned": "The danger is over: {pull}",
    "call_back_offered": "Is offered to be called back without losing the place",
    "call_back_kept": "Asks to be called back and leaves the line after {waited_s}; the place waits",
    "call_back_missed": "Could not be called back: {outcome}; a call back is owed",
    "offer_failed": "{alias} did not take the call: {reason}",
    "agent_answered": "{alias}{partner} answers after {waited_s}",
    "customer_answered": "The customer picks up",
    "call_held": "On hold with music",
    "call_resumed": "Resumed",
    "consult_started": "{label} is consulted",
    "consult_answered": "{label} answers the consultation",
    "consult_ended": "End of the consultation of {label}: {reason}",
    "conference_started": "Three-way conference with {label}",
    "call_transferred": "Transferred to {label}",
    "transfer_failed": "Transfer to {label} failed: {reason}",
    "private_started": "Private moment: nothing is recorded",
    "private_ended": "End of the private moment",
    "monitor_started": "{label} comes onto the call: {mode}",
    "monitor_changed": "The supervisor changes: {mode}",
    "monitor_ended": "The supervisor leaves the call",
    "recording_started": "Recording started",
    "recording_ended": "Recording ended",
    "agent_lost": "The agent's telephone was lost: {why}; the customer hears music",
    "agent_returned": "The agent is back",
    "call_ended": "End: {outcome}, hung up by {by}",
    "callback_owed": "The customer came while the platform was down; a call back is owed",
    "call_recovered": "The platform restarted; the call went on",
    "disposition_saved": "Qualified: {disposition}",
    "forbidden_offer_told": "The partner's agent says that a forbidden offer was made",
    "complaint_heard": "The partner's agent says that the caller complained",
    "card_asked": "Payment by card proposed: {name}",
    "card_refused": "No payment by card: {why}",
    "card_authorised": "Card •••• {last_four}: amount held; time counts",
    "consultation_counted": "Paid consultation over, from {since} to {until}",
    "card_numbers_masked": "Card numbers masked in notes: {count}",
    "call_amended": "Corrected after the call: {disposition}",
}
SENTENCES: dict[Tongue, dict[str, str]] = {"fr": FRENCH, "en": ENGLISH}

CHOSEN: dict[Tongue, dict[str, str]] = {
    "fr": {
        "free_the_longest": ", libre depuis plus longtemps que {others} autres conseillers possibles",
        "only": ", seul libre pour cet appel",
        "next_in_line": ", qui se libère : cet appel était le prochain",
        "knows_the_customer": ", qui connaît ce client",
    },
    "en": {
        "free_the_longest": ", free for longer than {others} others who could",
        "only": ", the only one free for this call",
        "next_in_line": ", who is free now: this call was next",
        "knows_the_customer": ", who knows this customer",
    },
}
WORDS: dict[Tongue, dict[str, str]] = {
    "fr": {
        "answered": "répondu", "abandoned": "abandonné", "left_in_menu": "parti dans le menu", "closed": "fermé",
        "self_served": "servi par le parcours", "no_answer": "sans réponse", "busy": "occupé", "rejected": "refusé",
        "unallocated": "numéro inconnu", "failed": "échec", "cancelled": "annulé", "customer": "le client",
        "agent": "le conseiller", "target": "le destinataire", "supervisor": "le superviseur", "platform": "la plateforme",
        "switch": "le réseau", "unreachable": "poste injoignable", "page_asleep": "page endormie ou fermée",
        "device_lost": "téléphone perdu", "hung_up": "raccroché", "listen": "écoute", "whisper": "soufflage",
        "barge": "entrée dans l'appel", "withheld": "numéro masqué", "nothing": "sans qualification",
        "every_agent_with_the_skills_is_busy": "les conseillers qui peuvent le prendre sont occupés",
        "every_agent_with_the_skills_is_away": "les conseillers qui peuvent le prendre sont en pause ou injoignables",
        "no_agent_with_the_skills_is_signed_in": "aucun conseiller qui peut le prendre n'est connecté",
        "no_agent_has_the_skills": "aucun conseiller n'a ce que demande la file",
        "hold": "les autres tâches attendent", "recall": "des conseillers sont rappelés", "widen": "la recherche s'élargit",
        "call_back": "un rappel est proposé", "partner": "un partenaire aide",
        "kept_for_who_knows_the_customer": "le conseiller qui connaît ce client est occupé",
        "nobody_in": "personne n'est là pour le prendre", "in_time": "le moment convenu est venu",
        "danger": "la promesse est en danger", "agreement_ended": "l'accord a pris fin",
        "calls_at_once": "autant d'appels en même temps que convenu", "refused": "il a refusé",
        "calls_of_the_day": "autant d'appels par jour que convenu", "not_needed": "ce n'est plus utile",
        "budget_of_the_month": "le budget du mois est atteint",
        "per_minute": "par minute", "per_call": "par appel", "call_over": "l'appel a pris fin", "longest": "durée maximale atteinte",
        "skipped": ", l'annonce passée par « # »",
        "not_accepted": "prix refusé", "no_keys": "les touches arrivent dans la voix", "timed_out": "trop long", "too_many_tries": "trop d'essais",
        "declined": "carte refusée", "service_away": "le service de paiement ne répond pas", "gone": "le client a raccroché", "keypad_lost": "la saisie s'est interrompue",
        "quality_floor": "sa qualité est passée sous le seuil convenu",
    },
    "en": {
        "answered": "answered", "abandoned": "given up", "left_in_menu": "left in the menu", "closed": "closed",
        "self_served": "served by the flow", "no_answer": "no answer", "busy": "busy", "rejected": "refused",
        "unallocated": "unknown number", "failed": "failed", "cancelled": "cancelled", "customer": "the customer",
        "agent": "the agent", "target": "the target", "supervisor": "the supervisor", "platform": "the platform",
        "switch": "the network", "unreachable": "telephone not connected", "page_asleep": "page asleep or closed",
        "device_lost": "telephone lost", "hung_up": "hung up", "listen": "listening", "whisper": "whispering",
        "barge": "barging in", "withheld": "withheld number", "nothing": "without a disposition",
        "every_agent_with_the_skills_is_busy": "the agents who could take it are busy",
        "every_agent_with_the_skills_is_away": "the agents who could take it are on a break or cannot be reached",
        "no_agent_with_the_skills_is_signed_in": "no agent who could take it is signed in",
        "no_agent_has_the_skills": "no agent has what the queue asks for",
        "hold": "other work waits", "recall": "agents are called back", "widen": "the search widens",
        "call_back": "a call back is offered", "partner": "a partner helps",
        "kept_for_who_knows_the_customer": "the agent who knows this customer is busy",
        "nobody_in": "nobody is there to take it", "in_time": "the chosen moment has come",
        "danger": "the promise is in danger", "agreement_ended": "the agreement has ended",
        "calls_at_once": "as many calls at once as agreed", "refused": "it refused",
        "calls_of_the_day": "as many calls a day as agreed", "not_needed": "it is not needed any more",
        "budget_of_the_month": "the budget of the month is used up",
        "per_minute": "a minute", "per_call": "a call", "call_over": "the call has ended", "longest": "the longest is reached",
        "skipped": ", the announcement skipped by “#”",
        "not_accepted": "price refused", "no_keys": "keys come in the voice", "timed_out": "took too long", "too_many_tries": "too many tries",
        "declined": "card declined", "service_away": "the payment service does not answer", "gone": "the customer hung up", "keypad_lost": "the capture broke off",
        "quality_floor": "its quality has fallen below the floor agreed on",
    },
}  # fmt: skip
TRANSLATED = ("reason", "why", "outcome", "by", "mode", "pull", "basis")


def sentence(kind: str, data: Mapping[str, Any], tongue: Tongue, names: Mapping[str, str]) -> str:
    """Return a step of the ladder as a sentence; `names` are the agents' aliases by id."""
    short = kind.removeprefix("interaction.")
    form = SENTENCES[tongue].get(short)
    if form is None:
        return short.replace("_", " ")
    if not data.get("alias") and "agent" in data:
        data = {**data, "alias": _word("agent", data["agent"], tongue, names)}
    told = {name: _word(name, value, tongue, names) for name, value in data.items()}
    if short == "call_offered":
        told["chosen"] = _chosen(data, tongue)
    return form.format_map(defaultdict(str, told))


def _word(name: str, value: object, tongue: Tongue, names: Mapping[str, str]) -> str:
    words = WORDS[tongue]
    if name == "agent":
        return names.get(str(value), str(value))
    if name == "customer" and not value:
        return words["withheld"]
    if name == "disposition" and not value:
        return words["nothing"]
    if name == "partner":
        return f" ({value})" if value else ""
    if name == "partners" and isinstance(value, list | tuple):
        return ", ".join(map(str, cast(list[object], value)))
    if name == "price" and isinstance(value, int):
        return f"{value / MILLION:.2f}"
    if name == "skipped":
        return words["skipped"] if value else ""
    if name in ("since", "until"):
        return str(value)[11:19]
    if name == "waited_s" and isinstance(value, int | float):
        return f"{round(value)} s"
    return words.get(str(value), str(value)) if name in TRANSLATED else str(value)


def _chosen(data: Mapping[str, Any], tongue: Tongue) -> str:
    """Return why it was this agent, as the end of a sentence; calls from before this was kept say nothing."""
    why, others = data.get("why"), data.get("others", 0)
    if why == "free_the_longest" and not others:
        why = "only"
    return CHOSEN[tongue].get(str(why), "").format(others=others)
